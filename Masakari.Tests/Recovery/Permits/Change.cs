using Masakari.Core.OpenStack.Nova;

namespace Masakari.Tests.Recovery.Permits;

/// <summary>A change as Nova's client makes it: the permit is asked when the request is about to go; without it nothing is sent.</summary>
/// <param name="beforeItGoes">What happens while the request gets its token and its connection, at the first try only.</param>
internal sealed class Change(Func<Task>? beforeItGoes = null)
{
    private const int TooMany = 10;

    private Func<Task>? before = beforeItGoes;

    /// <summary>How often it was begun.</summary>
    public int Tries { get; private set; }

    /// <summary>How often it was sent.</summary>
    public int Sent { get; private set; }

    public async Task<bool> SendAsync(IChangePermit permit)
    {
        if (++Tries == TooMany) throw new InvalidOperationException("The change is tried without a wait between the tries.");
        if (before is { } happens)
        {
            before = null;
            await happens();
        }
        if (!await permit.MayGoAsync(default)) return false;
        Sent++;
        return true;
    }
}
