using System.Text.Json;

namespace Masakari.Tests.RealCloud.Comparison;

/// <summary>A record of os-services.</summary>
internal sealed record ComparedService(Guid Id, string State, string Status, string? Reason, bool ForcedDown, string UpdatedAt)
{
    /// <summary>All but what differs from cloud to cloud.</summary>
    public string Words => $"{State}, {Status} ({Reason ?? "no reason"}){(ForcedDown ? ", forced down" : "")}";

    /// <summary>The words, and whether `updated_at` has moved since an earlier reading.</summary>
    public string After(ComparedService earlier) => $"{Words}, updated_at moved {UpdatedAt != earlier.UpdatedAt}";

    public static ComparedService From(JsonElement service) => new(
        service.GetProperty("id").GetGuid(), service.GetProperty("state").GetString()!, service.GetProperty("status").GetString()!,
        service.GetProperty("disabled_reason").GetString(), service.GetProperty("forced_down").GetBoolean(),
        service.GetProperty("updated_at").GetString()!);
}
