using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masakari.Core.Notifications;
using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Notifications;

/// <summary>The rules for payloads: values are strings, and the type of the notification decides which keys are allowed.</summary>
internal static partial class PayloadShape
{
    private static readonly FieldType AnyValue = FieldTypes.Text(min: 0, max: 255);
    private static readonly FieldType SomeValue = FieldTypes.Text(min: 1, max: 255);
    private static readonly Field Event = new("event", FieldTypes.OneOf("()", "STARTED", "STOPPED")) { Required = true };

    private static readonly Field[] OfHost =
    [
        new("host_status", FieldTypes.OneOf("()", "NORMAL", "UNKNOWN")),
        new("cluster_status", FieldTypes.OneOf("()", "ONLINE", "OFFLINE")),
        Event,
    ];

    private static readonly Field[] OfProcess = [new("process_name", SomeValue) { Required = true }, Event];

    private static readonly Field[] OfInstance =
    [
        new("instance_uuid", FieldTypes.Uuid) { Required = true },
        new("vir_domain_event", SomeValue) { Required = true },
        new("event", SomeValue) { Required = true },
    ];

    /// <summary>The rule for payloads of every type.</summary>
    public static Problem? CheckAny(string field, JsonNode? value)
    {
        if (value is not JsonObject payload)
            return Problem.In(field, value, Problem.WrongType(value, "object"));
        if (payload.Select(member => AnyValue(member.Key, member.Value)).FirstOrDefault(found => found is not null) is { } problem)
            return problem;
        var bad = payload.Select(member => member.Key).Where(key => !KeyName().IsMatch(key)).Order(StringComparer.Ordinal).ToList();
        var verb = bad.Count == 1 ? "does" : "do";
        var keys = string.Join(", ", bad.Select(PythonText.Repr));
        return bad.Count == 0 ? null
            : Problem.In(field, value, $"{keys} {verb} not match any of the regexes: '^[a-zA-Z0-9-_:. ]{{1,255}}$'");
    }

    /// <summary>The rule for payloads of one type. The payload has passed <see cref="CheckAny"/>.</summary>
    public static Problem? Check(NotificationType type, JsonObject payload)
    {
        var fields = type switch
        {
            NotificationType.ComputeHost => OfHost,
            NotificationType.Process => OfProcess,
            _ => OfInstance,
        };
        if (Field.FirstProblem(fields, payload) is { } problem)
            return problem;
        if (Field.FirstMissing(fields, payload) is { } missing)
            return Problem.Bare(Problem.Missing(missing));
        return Problem.UnknownKeys(payload, fields.Select(field => field.Name)) is { } unknown ? Problem.Bare(unknown) : null;
    }

    [GeneratedRegex(@"^[a-zA-Z0-9-_:. ]{1,255}\z")]
    private static partial Regex KeyName();
}
