using Masakari.Core.Configuration;

namespace Masakari.Core.Retention;

/// <summary>How long the service keeps what is over.</summary>
public sealed record RetentionOptions
{
    /// <summary><see langword="null"/> = for ever.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Reads the options. Mistakes are kept in <see cref="Conf.Errors"/> and <see cref="Conf.Warnings"/>.</summary>
    public static RetentionOptions Read(Conf conf)
    {
        var days = conf.Section("recovery").Int(
            "purge_after_days", 0,
            "Once a day, remove notifications that ended this many days ago, with their vmoves and progress, and segments and hosts that were "
            + "deleted then. 0 keeps everything.",
            min: 0, max: 36_500);
        return new() { Age = days == 0 ? null : TimeSpan.FromDays(days) };
    }
}
