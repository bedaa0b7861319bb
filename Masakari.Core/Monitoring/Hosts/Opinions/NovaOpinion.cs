using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Monitoring.Hosts.Opinions;

/// <summary>
/// Whether Nova hears of the host's nova-compute. Nova calls it up until service_down_time after its last heartbeat, so a report comes
/// later.
/// </summary>
internal sealed class NovaOpinion(INova nova, TimeSpan limit, TimeProvider clock) : IOpinion
{
    public async Task<Opinion> AskAsync(string hostName, ClusterView view, CancellationToken ct)
    {
        using var over = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct);
        try
        {
            return Of((await nova.FindServiceAsync(hostName, either.Token)).Value);
        }
        catch (OpenStackException e)
        {
            return new Opinion(OpinionAnswer.CannotTell, $"Nova cannot be asked ({e.Message})");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Opinion(OpinionAnswer.CannotTell, $"Nova did not answer within {limit.TotalSeconds:0} s");
        }
    }

    private static Opinion Of(ComputeService? service) => service switch
    {
        null => new Opinion(OpinionAnswer.CannotTell, "Nova has no nova-compute of this name"),
        { ForcedDown: true } => new Opinion(OpinionAnswer.Silent, "its nova-compute is forced down in Nova"),
        { Up: true } => new Opinion(OpinionAnswer.Alive, $"Nova calls its nova-compute up (last heartbeat {service.UpdatedAt:u})"),
        _ => new Opinion(OpinionAnswer.Silent, $"Nova calls its nova-compute down (last heartbeat {service.UpdatedAt:u})"),
    };
}
