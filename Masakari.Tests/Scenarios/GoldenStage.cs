using System.Text.Json;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Scenarios;

/// <summary>The <c>cloud.json</c> of a golden scenario.</summary>
internal sealed record GoldenStage
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public required string Conf { get; init; }

    public required string Method { get; init; }

    public required string[] Hosts { get; init; }

    /// <summary>The host that dies.</summary>
    public required string Dies { get; init; }

    public required GoldenServer[] Servers { get; init; }

    public static GoldenStage Read(string folder) =>
        JsonSerializer.Deserialize<GoldenStage>(File.ReadAllText(Path.Combine(folder, "cloud.json")), Json)
        ?? throw new InvalidDataException($"{folder}: cloud.json is empty.");

    public void Furnish(SimulatedCloud cloud)
    {
        foreach (var name in Hosts) cloud.AddHost(name);
        foreach (var server in Servers)
        {
            cloud.AddServer(server.Host, server.Name, server.VmState, server.Metadata);
            foreach (var outcome in server.Evacuations) cloud.PlanEvacuation(server.Name, Enum.Parse<EvacuationOutcome>(outcome));
        }
    }
}

/// <summary>One server of the scenario.</summary>
internal sealed record GoldenServer
{
    public required string Name { get; init; }

    public required string Host { get; init; }

    public string VmState { get; init; } = "active";

    public Dictionary<string, string> Metadata { get; init; } = [];

    /// <summary>The outcomes of its first evacuations; later ones succeed.</summary>
    public string[] Evacuations { get; init; } = [];
}
