using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Core.Persistence;

/// <summary>Adds this room to the host.</summary>
public static class PersistenceRegistration
{
    /// <summary>The database and its migrations.</summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services, DatabaseOptions options) => services
        .AddSingleton(options)
        .AddSingleton<Database>()
        .AddSingleton<DatabaseClock>()
        .AddSingleton<Migrator>();
}
