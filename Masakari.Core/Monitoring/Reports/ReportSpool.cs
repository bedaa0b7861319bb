using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>
/// The reports that Masakari has not accepted yet, in memory and in a file, in the order in which they came. Those that come at the same
/// time are written together.
/// </summary>
internal sealed class ReportSpool : IReports, IDisposable
{
    private const int FewLines = 1000;

    private readonly SpoolOptions options;
    private readonly ILogger<ReportSpool> logger;
    private readonly Lock guard = new();
    private readonly LinkedList<MonitorReport> waiting = [];
    private readonly List<byte[]> unwritten = [];
    private readonly SemaphoreSlim writing = new(1);
    private readonly SpoolFile file;
    private TaskCompletionSource arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long dropped;
    private int lines;    // in the file; only whoever writes touches it

    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not use the folder.</exception>
    public ReportSpool(SpoolOptions options, ILogger<ReportSpool> logger)
    {
        (this.options, this.logger) = (options, logger);
        file = SpoolFile.Open(options.Folder);
        Load();
    }

    /// <summary>Those that wait, the oldest first.</summary>
    public IReadOnlyList<MonitorReport> Waiting
    {
        get
        {
            lock (guard)
                return [.. waiting];
        }
    }

    public Task AddAsync(MonitorReport report, CancellationToken ct)
    {
        logger.ReportAdded(report.Type, report.HostName, report.Payload.ToJsonString());
        lock (guard)
        {
            // The same again, before the first was sent: Masakari needs the news once, with its newest time.
            if (waiting.FirstOrDefault(other => IsSame(other, report)) is { } older) Leave(older);
            waiting.AddLast(report);
            unwritten.Add(SpoolLine.Of(report));
            while (waiting.Count > options.MaxReports) DropOne();
            arrival.TrySetResult();
        }

        return WriteAsync();
    }

    /// <summary>The report waits no longer. One that left meanwhile is no error.</summary>
    public Task RemoveAsync(MonitorReport report)
    {
        lock (guard)
            Leave(report);
        return WriteAsync();
    }

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (guard)
                return waiting.Count;
        }
    }

    /// <summary>Ends when a report is added after the call.</summary>
    public Task NextArrivalAsync()
    {
        lock (guard)
        {
            if (arrival.Task.IsCompleted) arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return arrival.Task;
        }
    }

    public void Dispose()
    {
        file.Dispose();
        writing.Dispose();
    }

    private void Load()
    {
        var (known, torn) = (new Dictionary<Guid, LinkedListNode<MonitorReport>>(), 0);
        foreach (var line in file.ReadAll())
        {
            lines++;
            if (line is null) torn++;
            else if (line.Added is { } report && !known.ContainsKey(report.Id)) known.Add(report.Id, waiting.AddLast(report));
            else if (line.Done is { } done && known.Remove(done, out var node)) waiting.Remove(node);
        }

        if (torn > 0) logger.SpoolLinesUnreadable(torn, options.Folder);
        if (waiting.Count > 0) logger.SpoolLoaded(waiting.Count, options.Folder);
    }

    private static bool IsSame(MonitorReport one, MonitorReport other) =>
        one.Type == other.Type && one.HostName == other.HostName && one.Monitor == other.Monitor
        && JsonNode.DeepEquals(one.Payload, other.Payload);

    private void Leave(MonitorReport report)
    {
        if (waiting.FirstOrDefault(one => one.Id == report.Id) is not { } found) return;
        waiting.Remove(found);
        unwritten.Add(SpoolLine.OfDone(report.Id));
    }

    private void DropOne()
    {
        var oldest = waiting.FirstOrDefault(report => report.Type != ReportType.Host) ?? waiting.First!.Value;
        Leave(oldest);
        logger.ReportDroppedForRoom(options.MaxReports, oldest.Type, oldest.HostName, oldest.Payload.ToJsonString(), ++dropped);
    }

    /// <summary>Puts on disk what is not there yet, unless somebody else has done it meanwhile.</summary>
    private async Task WriteAsync()
    {
        await writing.WaitAsync();
        try
        {
            byte[][] batch;
            lock (guard)
            {
                batch = [.. unwritten];
                unwritten.Clear();
            }

            if (batch.Length > 0) Write(batch);
        }
        finally
        {
            writing.Release();
        }
    }

    private void Write(byte[][] batch)
    {
        try
        {
            file.Append(batch);
            lines += batch.Length;
            if (lines < FewLines + 2 * Count) return;
            var left = Waiting;
            file.Replace(left);
            lines = left.Count;
        }
        catch (IOException problem)
        {
            // A full disk must not keep anybody from reporting: what is in memory is sent all the same.
            logger.SpoolNotWritten(batch.Length, options.Folder, problem.Message);
        }
    }
}
