using Masakari.Core.Recovery.Sweeps;
using Masakari.Core.Retention;
using Quartz;

namespace Masakari.Host.Jobs;

internal static class JobsRegistration
{
    /// <summary>
    /// Registers the timers: each job runs at startup and then at its interval, the purge once a day. No job runs twice at the same time.
    /// </summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, SweepOptions sweep, RetentionOptions retention) => services
        .AddQuartz(quartz =>
        {
            quartz.ScheduleJob<SweepJob>(trigger => trigger.StartNow().Every(sweep.Interval));
            if (retention.Age is not null)
                quartz.ScheduleJob<PurgeJob>(trigger => trigger.Every(TimeSpan.FromDays(1)));
        })
        .AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);

    private static void Every(this ITriggerConfigurator trigger, TimeSpan interval) =>
        trigger.WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever());
}
