using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Actions;

/// <summary>Who stopped an instance that is stopped now, by Nova's record of its actions.</summary>
/// <param name="Author">Who asked for the stop.</param>
/// <param name="At">When, by Nova's clock.</param>
internal sealed record StopCause(StopAuthor Author, DateTimeOffset At)
{
    /// <summary>
    /// The newest stop; <see langword="null"/> = there is no record of one, or the instance was started since and nothing says how it came
    /// to be stopped again.
    /// </summary>
    /// <param name="actions">Newest first, as Nova lists them (Nova API os-instance-actions).</param>
    public static StopCause? Find(IEnumerable<InstanceAction> actions) =>
        actions.FirstOrDefault(action => action.Name is "stop" or "start") is { Name: "stop" } stop
            ? new StopCause(AuthorOf(stop), stop.StartedAt)
            : null;

    private static StopAuthor AuthorOf(InstanceAction stop) => stop switch
    {
        { UserId: null } => StopAuthor.Nova,
        { ByOurAccount: true } => StopAuthor.OurAccount,
        _ => StopAuthor.User,
    };
}

/// <summary>Who asked for a stop.</summary>
internal enum StopAuthor
{
    /// <summary>
    /// Nova itself: its power sync found that the guest does not run. A guest that crashed and one that was shut down from inside look the
    /// same.
    /// </summary>
    Nova,

    /// <summary>The privileged account of this service, which an administrator may use too.</summary>
    OurAccount,

    /// <summary>A user of the instance, or an administrator.</summary>
    User,
}
