using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Core.Segments;

/// <summary>Adds this room to the host.</summary>
public static class SegmentsRegistration
{
    /// <summary>Reading and changing segments.</summary>
    public static IServiceCollection AddSegments(this IServiceCollection services) => services
        .AddSingleton<SegmentRepository>()
        .AddSingleton<SegmentRegistry>();
}
