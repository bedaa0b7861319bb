using Masakari.Core.Configuration;
using Masakari.Core.Persistence;

namespace Masakari.Core.Notifications;

/// <summary>[taskflow]: where the original kept the details of its recoveries.</summary>
public sealed record LogbookOptions
{
    /// <summary>Another database than our own; <see langword="null"/> = our own.</summary>
    public DatabaseUrl? Url { get; init; }

    internal static LogbookOptions Read(Conf conf)
    {
        var section = conf.Section("taskflow");
        var text = section.Text(
            "connection", null, "Where the Python original kept the details of its recoveries, which are shown and never written; unset: in [database] connection.",
            secret: true);
        if (string.IsNullOrEmpty(text)) return new LogbookOptions();
        try
        {
            return new LogbookOptions { Url = DatabaseUrl.Parse(text) };
        }
        catch (DatabaseUrlException problem)
        {
            section.Warn("connection", $"{problem.Message} Details of the original's recoveries are looked for in [database] connection");
            return new LogbookOptions();
        }
    }
}
