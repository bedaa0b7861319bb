using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Hosts;

/// <summary>
/// What is known of each host, in memory and in a small file: a failure that Masakari has accepted is not reported again after a restart,
/// and a host that crashed while the monitor was down is told from one that left in order. May be used from any thread.
/// </summary>
internal sealed class HostRecords(string path, ILogger logger)
{
    private const string Time = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    private readonly Lock guard = new();
    private Dictionary<string, HostRecord> all = [];
    private string? written;
    private bool loaded, unwritable;

    public HostRecord? this[string hostName]
    {
        get
        {
            lock (guard)
            {
                Load();
                return all.GetValueOrDefault(hostName);
            }
        }
    }

    /// <summary>Changes one record and returns the new one. <see langword="null"/> before = the host is new.</summary>
    public HostRecord Change(string hostName, Func<HostRecord?, HostRecord> change)
    {
        lock (guard)
        {
            Load();
            return all[hostName] = change(all.GetValueOrDefault(hostName));
        }
    }

    /// <summary>Writes the file if something changed. A failure is logged once and tried again with the next call.</summary>
    public void Save()
    {
        lock (guard)
        {
            Load();
            var text = Write();
            if (text == written) return;
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path + ".new", text);
                File.Move(path + ".new", path, overwrite: true);
                (written, unwritable) = (text, false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!unwritable) logger.HostRecordsUnwritable(path, e.Message);
                unwritable = true;
            }
        }
    }

    private void Load()
    {
        if (loaded) return;
        loaded = true;
        try
        {
            written = File.ReadAllText(path);
            all = JsonNode.Parse(written)!.AsObject().ToDictionary(host => host.Key, host => Read(host.Value!.AsObject()));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // The first start on this host.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException
            or InvalidOperationException or ArgumentException or NullReferenceException)
        {
            logger.HostRecordsUnreadable(path, e.Message);
        }
    }

    private string Write() => new JsonObject(all.OrderBy(host => host.Key, StringComparer.Ordinal).Select(host =>
        KeyValuePair.Create<string, JsonNode?>(host.Key, new JsonObject
        {
            ["state"] = host.Value.State.ToString(),
            ["since"] = Text(host.Value.Since),
            ["told"] = host.Value.Told.ToString(),
            ["old_crash"] = Text(host.Value.OldCrash),
            ["old_crash_seen_at"] = Text(host.Value.OldCrashSeenAt),
            ["fenced_at"] = Text(host.Value.FencedAt),
        }))).ToJsonString();

    private static HostRecord Read(JsonObject host) => new()
    {
        State = Enum.Parse<HostState>($"{host["state"]}"),
        Since = Moment(host["since"]) ?? throw new FormatException("a host has no time"),
        Told = Enum.Parse<Telling>($"{host["told"]}"),
        OldCrash = Moment(host["old_crash"]),
        OldCrashSeenAt = Moment(host["old_crash_seen_at"]),
        FencedAt = Moment(host["fenced_at"]),
    };

    private static string? Text(DateTimeOffset? at) => at?.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(JsonNode? text) => text is null
        ? null
        : DateTimeOffset.ParseExact(text.ToString(), Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
