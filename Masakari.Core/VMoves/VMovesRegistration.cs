using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Core.VMoves;

/// <summary>Adds this room to the host.</summary>
public static class VMovesRegistration
{
    /// <summary>Reading vmoves. Their writer has no state.</summary>
    public static IServiceCollection AddVMoves(this IServiceCollection services) => services.AddSingleton<VMoveRepository>();
}
