using Masakari.Core.Commands;
using Masakari.Core.Configuration;
using Masakari.Core.Monitoring.Reports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Masakari.Core.Monitoring.Processes;

/// <summary>Adds the process monitor.</summary>
internal static class ProcessesRegistration
{
    public static IServiceCollection AddProcessMonitor(this IServiceCollection services, Conf conf)
    {
        services.TryAddSingleton<ICommandRunner, CommandRunner>();
        services.TryAddSingleton(new ProcFolder("/proc"));
        return services
            .AddSingleton(ProcessOptions.Read(conf))
            .AddSingleton<ProcessList>()
            .AddSingleton<ProcessCommands>()
            .AddSingleton<IMonitorDriver, ProcessMonitor>();
    }
}
