using Masakari.Core.Retention;
using Quartz;

namespace Masakari.Host.Jobs;

/// <summary>Removes what has been over for the configured time.</summary>
[DisallowConcurrentExecution]
internal sealed class PurgeJob(Purge purge, RetentionOptions options) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await purge.TryAsync(new() { Age = options.Age!.Value }, cancellationToken);
}
