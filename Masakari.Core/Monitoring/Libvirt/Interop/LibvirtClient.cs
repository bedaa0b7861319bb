namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>Opens connections through the C library.</summary>
/// <param name="uri">Which libvirt, such as <c>qemu:///system</c>.</param>
/// <param name="clock">Limits the waits.</param>
internal sealed class LibvirtClient(string uri, TimeProvider clock) : ILibvirt, IDisposable
{
    /// <summary>
    /// A daemon that hangs accepts a connection and does not answer. It holds up a thread until it ends: no more than these.
    /// </summary>
    private const int OpensAtOnce = 3;

    private const int KeepAliveSeconds = 5, KeepAliveCount = 3;

    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim opens = new(OpensAtOnce);

    public long Pulses => LibvirtLibrary.Pulses;

    public async Task<ILibvirtConnection> OpenAsync(IReadOnlyCollection<GuestEventId> events, bool readOnly, CancellationToken ct)
    {
        if (!await opens.WaitAsync(TimeSpan.Zero, ct))
            throw new TimeoutException($"libvirt at {uri} accepts connections and does not answer them");
        var opening = NativeThread.RunAsync(() => Open(events, readOnly));
        _ = opening.ContinueWith(
            _ => opens.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await opening.WaitAsync(OpenLimit, clock, ct);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            _ = CloseLateAsync(opening);
            if (e is OperationCanceledException) throw;
            throw new TimeoutException($"libvirt at {uri} did not answer within {OpenLimit.TotalSeconds:0} s", e);
        }
    }

    public void Dispose() => opens.Dispose();

    private LibvirtConnection Open(IReadOnlyCollection<GuestEventId> events, bool readOnly)
    {
        LibvirtLibrary.Start();
        var opened = readOnly ? NativeLibvirt.virConnectOpenReadOnly(uri) : NativeLibvirt.virConnectOpen(uri);
        if (opened == 0) throw LibvirtException.OfThisThread($"libvirt at {uri} cannot be opened");
        var handle = new ConnectionHandle(opened);
        // -1: drivers without a daemon, such as the test driver, need no keep-alive.
        _ = NativeLibvirt.virConnectSetKeepAlive(handle, KeepAliveSeconds, KeepAliveCount);
        return LibvirtConnection.Listen(handle, events, clock);
    }

    private static async Task CloseLateAsync(Task<LibvirtConnection> opening)
    {
        try
        {
            await (await opening).DisposeAsync();
        }
        catch (LibvirtException)
        {
            // It did not open after all: nothing to close.
        }
    }
}
