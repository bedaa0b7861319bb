using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Actions;

/// <summary>What an attempt knows of our lock on its instance.</summary>
/// <param name="lockedByUs">What the journal says.</param>
internal sealed class LockState(bool lockedByUs)
{
    /// <summary>Nova said that it took our lock, or may have heard it: it is to be taken off.</summary>
    public bool ByUs { get; private set; } = lockedByUs;

    /// <summary>
    /// A lock was sent, by a former life or with its answer lost, that was not seen to work: it may reach Nova after the unlock.
    /// </summary>
    public bool MayComeLate { get; private set; } = lockedByUs;

    /// <summary>Nova shows the instance while one lock at most may be on its way: a lock that is seen is that one.</summary>
    public void See(Server? server) => MayComeLate &= server is not { Locked: true };

    /// <summary>Nova took the lock. Another one, of a former life, may still be on its way.</summary>
    public void Took() => ByUs = true;

    /// <summary>The answer was lost.</summary>
    public void Lost() => ByUs = MayComeLate = true;
}
