using System.Text;

namespace Masakari.Tests.Api.Fuzz;

/// <summary>A request of the fuzzer.</summary>
internal sealed record FuzzRequest(string Method, string Path, byte[]? Body, IReadOnlyList<(string Name, string Value)> Headers)
{
    public override string ToString() => $"{Method} {Path} [{string.Join("; ", Headers)}] {(Body is null ? "" : Beginning(Body))}";

    private static string Beginning(byte[] body) => Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 400));
}

/// <summary>Makes requests that are almost valid, and some that are entirely invalid.</summary>
/// <param name="dice">The same seed gives the same requests.</param>
/// <param name="ids">Ids of existing rows.</param>
internal sealed class RequestFuzzer(Random dice, IReadOnlyList<string> ids)
{
    private static readonly string[] Methods =
        ["GET", "GET", "GET", "POST", "POST", "POST", "PUT", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "X-Y"];

    private static readonly string[] Paths =
    [
        "/v1/segments", "/v1/segments", "/v1/segments", "/v1/notifications", "/v1/notifications", "/v1/segments/ID/hosts",
        "/v1/segments/ID", "/v1/segments/ID/hosts", "/v1/segments/ID/hosts/ID", "/v1/notifications", "/v1/notifications/ID",
        "/v1/notifications/ID/vmoves", "/v1/notifications/ID/vmoves/ID", "/v1/extensions", "/v1/extensions/segments",
        "/v1/versions/v1.0", "/v1", "/", "/healthcheck", "/v1/ID/segments", "/v1/abc-1/notifications",
        "/v1/segments/ID/action", "/v1/segments/new", "/v1/segments/ID/edit", "/v2/x",
    ];

    private static readonly string[] PathParts =
    [
        "/", "//", ".json", ".xml", ".", "..", "%00", "%ff", "%F0%9F%98%80", "%2F", "%2e%2e", ";a=b", "%", "%zz", "~", "'", "\"", "*",
        "new", "edit",
    ];

    private static readonly string[] Parameters =
    [
        "limit", "page_size", "marker", "sort_key", "sort_dir", "status", "type", "enabled", "reserved", "on_maintenance",
        "recovery_method", "service_type", "source_host_uuid", "generated-since", "_method", "",
    ];

    private static readonly string[] Values =
    [
        "1", "0", "-1", "99999999999999999999", "asc", "desc", "id", "created_at", "name", "status", "payload", "true", "False", "maybe",
        "", "%00", "%ff", "%F0%9F%98%80", "%20", "+1", "2026-11-21", "2026-11-21T10:00:00%2B01:00", "now", "new", "VM", "auto", "a'b",
        "%25", "NaN", "1e3", "DELETE", "%ED%A0%80", "\\", "00000000-0000-4000-8000-000000000000",
    ];

    private static readonly (string, string)[] Headers =
    [
        ("OpenStack-API-Version", "instance-ha 1.2"), ("OpenStack-API-Version", "instance-ha latest"),
        ("OpenStack-API-Version", "instance-ha 9.9"), ("OpenStack-API-Version", "instance-ha x y z,,,"),
        ("OpenStack-API-Version", ",instance-ha"), ("Content-Type", "application/json"), ("Content-Type", "text/plain; charset=x"),
        ("Content-Type", "multipart/form-data"), ("Content-Type", "*/*"), ("Accept", "application/vnd.openstack.masakari+json"),
        ("Accept", ";;;,,"), ("Accept", "text/html"), ("X-Project-Id", "abc-1"), ("X-Roles", ",,,"), ("X-Auth-Token", "x"),
        ("X-Openstack-Request-Id", "req-5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55"), ("X-Openstack-Request-Id", "req-x"),
        ("Origin", "http://x"), ("Expect", "x"), ("X-Long", new string('x', 4000)),
    ];

    private static readonly string[] Bodies =
    [
        """{"segment": {"name": "NAME", "recovery_method": "auto", "service_type": "COMPUTE", "description": "d"}}""",
        """{"segment": {"name": "NAME", "enabled": "no"}}""",
        """{"host": {"name": "NAME", "type": "KVM", "control_attributes": "SSH", "reserved": true, "on_maintenance": "False"}}""",
        """{"host": {"control_attributes": "x"}}""",
        """{"notification": {"type": "COMPUTE_HOST", "hostname": "c1", "generated_time": "2026-11-22T08:00:00.5", "payload": """
            + """{"event": "STOPPED", "host_status": "NORMAL"}}}""",
        """{"notification": {"type": "VM", "hostname": "c1", "generated_time": "2026-11-22", "payload": """
            + """{"event": "NAME", "instance_uuid": "5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", "vir_domain_event": "x"}}}""",
        """{"notification": {"type": "PROCESS", "hostname": "c1", "generated_time": "20261122T080000+0100", "payload": """
            + """{"event": "STOPPED", "process_name": "NAME"}}}""",
    ];

    private static readonly string[] Tokens =
    [
        "null", "true", "0", "-1", "1e999", "NaN", "-Infinity", "123456789012345678901234567890", "\"\"", "\" \"", "\"\\ud800\"",
        "\"\\u0000\"", "\"😀\"", "\"\\ufeff\"", "[]", "{}", "[[[[[]]]]]", "{\"a\": {\"b\": []}}", "\"auto\"", "\"VM\"",
        "\"2026-13-45\"", "\"9999-12-31T23:59:59.9999999999Z\"", "\"0001-01-01T00:00:00+23:59\"",
    ];

    public FuzzRequest Next()
    {
        var method = Pick(Methods);
        var path = Path();
        var headers = Enumerable.Range(0, Math.Max(0, dice.Next(-2, 3))).Select(_ => Pick(Headers)).ToList();
        return new FuzzRequest(method, path + Query(), method is "POST" or "PUT" || dice.Next(10) == 0 ? Body(path) : null, headers);
    }

    private string Path()
    {
        var path = Pick(Paths);
        for (var at = path.IndexOf("ID", StringComparison.Ordinal); at >= 0; at = path.IndexOf("ID", StringComparison.Ordinal))
            path = path[..at] + Id() + path[(at + 2)..];
        return dice.Next(6) == 0 ? path.Insert(dice.Next(1, path.Length + 1), Pick(PathParts)) : path;
    }

    private string Id() => dice.Next(8) switch
    {
        0 => $"{dice.Next(-1, 9)}",
        1 => Pick(PathParts).Replace("/", "", StringComparison.Ordinal) + "x",
        2 => Pick(ids).ToUpperInvariant(),
        _ => Pick(ids),
    };

    private string Query()
    {
        if (dice.Next(3) > 0)
            return "";
        var parameters = Enumerable.Range(0, dice.Next(1, 5)).Select(_ => $"{Pick(Parameters)}={Pick(Values)}");
        return "?" + string.Join('&', parameters);
    }

    private byte[] Body(string path)
    {
        string[] fitting = [.. Bodies.Where(body => path.TrimEnd('/').Contains(Collection(body), StringComparison.Ordinal))];
        if (path.Contains("/hosts", StringComparison.Ordinal))
            fitting = fitting[^Math.Min(2, fitting.Length)..];
        var text = Pick(fitting.Length > 0 && dice.Next(4) > 0 ? fitting : Bodies);
        text = text.Replace("NAME", $"n{dice.Next(12)}", StringComparison.Ordinal);
        switch (dice.Next(12))
        {
            case 0: return [];
            case 1: return Garbage();
            case 2: return Encoding.UTF8.GetBytes(text.Insert(text.IndexOf(": \"", StringComparison.Ordinal) + 3, Filling()));
            case 3: text = ReplaceValue(text); break;
            case 4: text = ReplaceValue(ReplaceValue(text)); break;
        }
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = dice.Next(4) == 0 ? dice.Next(1, 4) : 0; i > 0; i--)
            bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
        return bytes;
    }

    private static string Collection(string body) => body[2..body.IndexOf('"', 2)] + "s";

    private string Filling() => new(Pick(["x", "é", "😀", " ", "\\n"])[0], dice.Next(60_000));

    private byte[] Garbage()
    {
        var garbage = new byte[dice.Next(30) == 0 ? dice.Next(114_000, 116_000) : dice.Next(300)];
        dice.NextBytes(garbage);
        return garbage;
    }

    private string ReplaceValue(string json)
    {
        var starts = Enumerable.Range(0, json.Length - 2)
            .Where(i => json[i] == ':' && json[i + 1] == ' ' && json[i + 2] is '"' or '{').ToList();
        if (starts.Count == 0)
            return json;
        var from = Pick(starts) + 2;
        var end = json[from] == '{' ? json.LastIndexOf('}') : json.IndexOf('"', from + 1) + 1;
        return json[..from] + Pick(Tokens) + json[Math.Max(end, from)..];
    }

    private T Pick<T>(IReadOnlyList<T> choices) => choices[dice.Next(choices.Count)];
}
