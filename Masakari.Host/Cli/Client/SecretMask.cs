using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Host.Cli.Client;

/// <summary>Puts <c>***</c> for passwords, tokens and the like in what is printed.</summary>
internal sealed class SecretMask
{
    private const string Stars = "***";
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HashSet<string> known = [];

    /// <summary>Values that are never printed, wherever they stand.</summary>
    public void Add(IEnumerable<string> secrets)
    {
        lock (known) known.UnionWith(secrets.Where(secret => secret.Length > 0));
    }

    public string Of(string text)
    {
        lock (known)
        {
            // A secret may be a part of another one.
            return known.OrderByDescending(secret => secret.Length)
                .Aggregate(text, (clean, secret) => clean.Replace(secret, Stars, StringComparison.Ordinal));
        }
    }

    /// <summary>A body without its secrets; one that is no JSON is masked as text.</summary>
    public string OfBody(string body)
    {
        try
        {
            if (JsonNode.Parse(body) is not { } document) return Of(body);
            Hide(document, inToken: false);
            return Of(document.ToJsonString(Readable));
        }
        catch (JsonException)
        {
            return Of(body);
        }
    }

    /// <summary>An address without the account that may stand in it.</summary>
    public string Of(Uri url) =>
        Of(url.UserInfo.Length == 0 ? url.ToString() : new UriBuilder(url) { UserName = "", Password = "" }.Uri.ToString());

    private static void Hide(JsonNode node, bool inToken)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>()) Hide(item, inToken);
        }
        else if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields.ToList())
            {
                if (value is JsonValue && (IsSecret(name) || (inToken && name == "id"))) fields[name] = Stars;
                else if (value is not null) Hide(value, inToken: name == "token" && fields.ContainsKey("methods"));
            }
        }
    }

    private static bool IsSecret(string name) =>
        name.Contains("password", StringComparison.OrdinalIgnoreCase) && name != "password_expires_at"
        || name.Contains("secret", StringComparison.OrdinalIgnoreCase) || name is "adminPass" or "passcode";
}
