using Masakari.Core.Configuration;
using Masakari.Core.Persistence;

namespace Masakari.Core.Notifications;

/// <summary>[taskflow]: where the original kept the details of its recoveries.</summary>
public sealed record LogbookOptions
{
    /// <summary>Another database than our own; <see langword="null"/> = our own.</summary>
    public DatabaseUrl? Url { get; init; }

    /// <summary>Reads the options. Mistakes are kept in <see cref="Conf.Errors"/> and <see cref="Conf.Warnings"/>.</summary>
    public static LogbookOptions Read(Conf conf)
    {
        var section = conf.Section("taskflow");
        var text = section.Text(
            "connection", null,
            "URL of the database where the Python original stored the details of its recoveries. The service only reads it. Unset = "
            + "[database] connection.",
            secret: true);
        if (string.IsNullOrEmpty(text)) return new LogbookOptions();
        try
        {
            return new LogbookOptions { Url = DatabaseUrl.Parse(text) };
        }
        catch (DatabaseUrlException problem)
        {
            section.Warn("connection", $"{problem.Message} The service reads these details from [database] connection instead");
            return new LogbookOptions();
        }
    }
}
