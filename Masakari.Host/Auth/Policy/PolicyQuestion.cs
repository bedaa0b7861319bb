using System.Text.Json.Nodes;

namespace Masakari.Host.Auth.Policy;

/// <summary>May this caller do that? One evaluation: a rule that several others refer to is asked once.</summary>
internal sealed class PolicyQuestion(string subject, RequestContext caller, PolicyRules rules, RemotePolicy remote)
{
    private const int MostNested = 100;
    private readonly Dictionary<string, Ruling> rulings = new(StringComparer.Ordinal);
    private int depth;
    private JsonObject? credentials;

    /// <summary>The rule that is asked about in the end.</summary>
    public string Subject => subject;

    public RequestContext Caller => caller;

    public RemotePolicy Remote => remote;

    /// <summary>What the call is about: always the caller's own project and self, since segments and hosts belong to nobody.</summary>
    public IReadOnlyDictionary<string, string?> Target { get; } =
        new Dictionary<string, string?> { ["project_id"] = caller.ProjectId, ["user_id"] = caller.UserId };

    /// <summary>What generic checks can ask of the caller.</summary>
    public JsonObject Credentials => credentials ??= PolicyCredentials.Of(caller);

    /// <summary>What a rule says; unclear when there is none, and where rules refer to each other in a circle.</summary>
    public async ValueTask<Ruling> RulingAsync(string name, CancellationToken ct)
    {
        if (rulings.TryGetValue(name, out var known))
            return known;
        rulings[name] = Ruling.Unclear;   // what comes back here has gone round in a circle
        if (depth == MostNested || rules.Find(name) is not { } check)
            return Ruling.Unclear;
        depth++;
        var ruling = await check.AskAsync(this, ct);
        depth--;
        return rulings[name] = ruling;
    }
}
