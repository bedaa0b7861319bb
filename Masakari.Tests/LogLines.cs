using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests;

/// <summary>What a log has recorded, as lines.</summary>
internal static class LogLines
{
    extension(FakeLogCollector log)
    {
        /// <summary>Event id, message and exception.</summary>
        public IReadOnlyList<string> Lines => [.. log.GetSnapshot().Select(line => $"{line.Id.Id} {line.Message} {line.Exception}")];

        /// <summary>Time, level, event id, message and the exception's message.</summary>
        public IReadOnlyList<string> TimedLines =>
            [.. log.GetSnapshot().Select(line =>
                $"{line.Timestamp:HH:mm:ss.fff} {line.Level} {line.Id.Id} {line.Message} {line.Exception?.Message}")];
    }

    /// <summary>A log of what a human would have to look at: lines of the level Error and above.</summary>
    public static FakeLogCollector OfTrouble() =>
        FakeLogCollector.Create(new FakeLogCollectorOptions { FilteredLevels = { LogLevel.Error, LogLevel.Critical } });
}
