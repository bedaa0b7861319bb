namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>Runs calls that block. Each has a thread of its own, since a daemon that hangs may hold it for long.</summary>
internal static class NativeThread
{
    public static Task<T> RunAsync<T>(Func<T> call) => Task.Factory.StartNew(
        call, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
