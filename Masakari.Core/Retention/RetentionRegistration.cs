using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Core.Retention;

/// <summary>Adds the retention room.</summary>
public static class RetentionRegistration
{
    /// <summary>The purge; the caller's timer runs it.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services, RetentionOptions options) =>
        services.AddSingleton(options).AddSingleton<Purge>();
}
