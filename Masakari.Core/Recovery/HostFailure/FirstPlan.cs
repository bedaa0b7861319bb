using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Makes the plan of an attempt. While nothing has ever been planned, a host without instances is not believed against Nova's own count: it
/// is looked at again, and the message of the notification says what is waited for.
/// </summary>
internal sealed class FirstPlan(
    InstancePlan plan, EmptyListDoubt doubt, RecoveryPermits permits, WaitOptions waits, TimeProvider clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <returns>The last look; and how the attempt ends, if it ends here.</returns>
    public async Task<(PlanLook Look, TaskOutcome? End)> MakeAsync(RecoveryContext context, CancellationToken ct)
    {
        var (began, pause) = (clock.GetTimestamp(), waits.VerifyInterval);
        while (true)
        {
            var look = await plan.ExtendAsync(context, ct);
            var why = look.IsEmpty ? await doubt.FindAsync(context, ct) : null;
            await context.Wait.ShowAsync(WaitReason.Instances, why);
            if (why is null) return (look, null);
            if (await permits.AbortOfAsync(context.Claim, ct) is { } order) return (look, TaskOutcome.Abort(order));
            if (clock.GetElapsedTime(began) >= Patience) return (look, TaskOutcome.GiveUp(GivenUp(context.Host.Name, why)));
            await Task.Delay(pause, clock, ct);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static string GivenUp(string host, string why) =>
        $"{why} It is still so after {Patience.TotalMinutes:0} minutes. No instance was moved. "
        + $"Report the host again when `openstack server list --all-projects --host {host}` shows its instances.";
}
