using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Masakari.Host.Sandbox;

/// <summary>
/// Writes servers as Nova 2.53 shows them to an administrator. Written by hand for speed: a client may request 1,000 each second.
/// </summary>
internal sealed class ServerJson(SimulatedCloudOptions options, CloudTimeline timeline)
{
    public SimulatedAnswer One(SimulatedRequest request, Instance instance) => Write(json =>
    {
        json.WritePropertyName("server");
        Server(json, request.Origin, instance);
    });

    public SimulatedAnswer Page(SimulatedRequest request, IReadOnlyList<Instance> page, bool hasMore) => Write(json =>
    {
        json.WriteStartArray("servers");
        foreach (var instance in page)
            Server(json, request.Origin, instance);
        json.WriteEndArray();
        if (hasMore) Links(json, "servers_links", "next", NextPage(request, page[^1]));
    });

    private static SimulatedAnswer Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return new SimulatedAnswer { Status = 200, Body = buffer.WrittenMemory };
    }

    private void Server(Utf8JsonWriter json, string origin, Instance instance)
    {
        json.WriteStartObject();
        Identity(json, instance);
        Placement(json, instance);
        States(json, instance);
        Links(json, "links", "self", $"{origin}/compute/v2.1/servers/{instance.Id}");
        json.WriteEndObject();
    }

    private static void Identity(Utf8JsonWriter json, Instance instance)
    {
        json.WriteString("id", instance.Id);
        json.WriteString("name", instance.Name);
        json.WriteString("tenant_id", instance.Project.Id);
        json.WriteString("user_id", instance.Owner.Id);
        json.WriteStartObject("metadata");
        foreach (var (key, value) in instance.Metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteString("created", Moments.OfServer(instance.CreatedAt));
        json.WriteString("updated", Moments.OfServer(instance.UpdatedAt));
        json.WriteStartObject("addresses");
        json.WriteEndObject();
        json.WriteString("image", "");   // volume-backed
        json.WriteStartObject("flavor");
        json.WriteString("original_name", "sandbox.small");
        json.WriteEndObject();
        json.WriteString("OS-SRV-USG:launched_at", Moments.Stored(instance.LaunchedAt));
        json.WriteNull("OS-SRV-USG:terminated_at");
    }

    private void Placement(Utf8JsonWriter json, Instance instance)
    {
        json.WriteString("OS-EXT-AZ:availability_zone", "nova");
        json.WriteString("OS-EXT-SRV-ATTR:host", instance.Host.Name);
        json.WriteString("OS-EXT-SRV-ATTR:hypervisor_hostname", instance.Host.HypervisorHostname);
        json.WriteString("OS-EXT-SRV-ATTR:instance_name", $"instance-{instance.Number:x8}");
        json.WriteString("host_status", HostStatus(instance.Host));
    }

    private string HostStatus(ComputeHost host) => host switch
    {
        { ForcedDown: true } => "DOWN",
        { Disabled: true } => "MAINTENANCE",
        _ => host.LooksUp(timeline.Now, options.ServiceDownTime) ? "UP" : "UNKNOWN",
    };

    private static void States(Utf8JsonWriter json, Instance instance)
    {
        json.WriteString("status", InstanceStates.Status(instance));
        json.WriteString("OS-EXT-STS:vm_state", instance.VmState);
        json.WriteString("OS-EXT-STS:task_state", instance.TaskState);
        json.WriteNumber("OS-EXT-STS:power_state", instance.PowerState);
        json.WriteBoolean("locked", instance.Locked);
        if (instance is not { VmState: InstanceStates.Error, Fault: { } fault }) return;
        json.WriteStartObject("fault");
        json.WriteNumber("code", fault.Code);
        json.WriteString("created", Moments.OfServer(fault.CreatedAt));
        json.WriteString("message", fault.Message);
        json.WriteEndObject();
    }

    private static void Links(Utf8JsonWriter json, string name, string rel, string href)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteString("rel", rel);
        json.WriteString("href", href);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string NextPage(SimulatedRequest request, Instance last)
    {
        var query = QueryHelpers.ParseQuery(request.Url.Query);
        query["marker"] = last.Id.ToString();
        return QueryHelpers.AddQueryString(request.Url.GetLeftPart(UriPartial.Path), query);
    }
}
