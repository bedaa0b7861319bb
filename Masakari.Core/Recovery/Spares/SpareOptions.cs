using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery.Spares;

/// <summary>What is done with a reserved host before it takes instances.</summary>
internal sealed record SpareOptions
{
    /// <summary><c>add_reserved_host_to_aggregate</c>: a spare joins the aggregates of the failed host.</summary>
    public bool AddToAggregates { get; init; }

    internal static SpareOptions Read(Conf conf) => new()
    {
        AddToAggregates = conf.Section("host_failure").Bool(
            "add_reserved_host_to_aggregate", false,
            "Add a reserved host to the aggregates of the failed host before it takes instances."),
    };
}
