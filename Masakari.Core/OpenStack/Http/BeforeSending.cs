namespace Masakari.Core.OpenStack.Http;

/// <summary>
/// What is asked, in this asynchronous flow, immediately before a changing request goes out: when its token and its connection stand,
/// however long they took. It says no by throwing, and then not a byte of the request was sent. Ambient, as <see cref="RequestScope"/> is.
/// </summary>
internal static class BeforeSending
{
    private static readonly AsyncLocal<Func<CancellationToken, Task>?> Guard = new();

    /// <summary>The question of this flow, or <see langword="null"/>.</summary>
    public static Func<CancellationToken, Task>? Current => Guard.Value;

    /// <summary>Asks it before each change in what follows in this flow, until the result is disposed of.</summary>
    public static IDisposable Ask(Func<CancellationToken, Task> guard)
    {
        var before = Guard.Value;
        Guard.Value = guard;
        return new Restore(before);
    }

    private sealed class Restore(Func<CancellationToken, Task>? before) : IDisposable
    {
        public void Dispose() => Guard.Value = before;
    }
}
