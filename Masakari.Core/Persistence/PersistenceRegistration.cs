using Masakari.Core.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Core.Persistence;

/// <summary>Adds this room to the host.</summary>
public static class PersistenceRegistration
{
    /// <summary>The database and its migrations.</summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services, Conf conf) => services
        .AddSingleton(DatabaseOptions.Read(conf))
        .AddSingleton<Database>()
        .AddSingleton<Migrator>();
}
