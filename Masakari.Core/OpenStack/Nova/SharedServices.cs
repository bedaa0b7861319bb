namespace Masakari.Core.OpenStack.Nova;

/// <summary>
/// Nova's list of its nova-compute services, one request for all who ask in this process. Whoever repeats its looks gets one list per
/// interval, together with all others, however many hosts are looked at.
/// </summary>
/// <param name="nova">What is asked.</param>
/// <param name="interval">From one request to the next while all askers repeat their looks.</param>
/// <param name="clock">Counts it.</param>
internal sealed class SharedServices(INova nova, TimeSpan interval, TimeProvider clock)
{
    private readonly SharedRead<Reading<IReadOnlyList<ComputeService>>> services = new(nova.ListServicesAsync, clock);

    /// <summary>The services, at once.</summary>
    /// <param name="atMostOld">An answer is accepted whose request went out less than this time ago; zero = only a later request.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="OpenStackException">Nova did not answer.</exception>
    public Task<SharedAnswer<Reading<IReadOnlyList<ComputeService>>>> ReadAsync(TimeSpan atMostOld, CancellationToken ct) =>
        services.ReadAsync(atMostOld, ct);

    /// <summary>The services by the next request, an interval after the newest one: for a look that is repeated.</summary>
    /// <exception cref="OpenStackException">Nova did not answer.</exception>
    public Task<SharedAnswer<Reading<IReadOnlyList<ComputeService>>>> ReadNextAsync(CancellationToken ct) =>
        services.ReadNextAsync(interval, ct);
}
