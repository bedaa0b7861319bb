using Masakari.Core.Recovery.Sweeps;
using Quartz;

namespace Masakari.Host.Jobs;

/// <summary>Runs the recovery sweep, which finds work that the queue does not contain.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepJob(RecoverySweep sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await sweep.RunOnceAsync(cancellationToken);
}
