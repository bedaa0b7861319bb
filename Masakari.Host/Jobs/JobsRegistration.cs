using Masakari.Core.Recovery.Sweeps;
using Quartz;

namespace Masakari.Host.Jobs;

internal static class JobsRegistration
{
    /// <summary>Registers the timers: each job runs at startup and then at its interval, never twice at the same time.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, SweepOptions sweep) => services
        .AddQuartz(quartz => quartz.ScheduleJob<SweepJob>(trigger => trigger
            .StartNow()
            .WithSimpleSchedule(schedule => schedule
                .WithInterval(sweep.Interval)
                .RepeatForever())))
        .AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
}
