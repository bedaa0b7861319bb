using Masakari.Core.Recovery.Sweeps;
using Quartz;

namespace Masakari.Host.Jobs;

/// <summary>Looks for work that no bell announced.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepJob(RecoverySweep sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await sweep.RunOnceAsync(cancellationToken);
}
