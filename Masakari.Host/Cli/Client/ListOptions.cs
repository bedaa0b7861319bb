using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using Masakari.Core.OpenStack.InstanceHa;
using Masakari.Host.Cli.Client.Output;

namespace Masakari.Host.Cli.Client;

/// <summary>The options of the list commands: which items, how many, in which order.</summary>
internal sealed class ListOptions
{
    private static readonly string[] Ids = ["uuid", "notification_uuid", "name"];

    private readonly Option<int?> limit = new("--limit")
    {
        Description = "Print at most that many.", HelpName = "N", CustomParser = Positive,
    };

    private readonly Option<string?> marker = new("--marker")
    {
        Description = "Begin after this item (its id, uuid or name).", HelpName = "ID",
    };

    private readonly Option<string?> sort = new("--sort")
    {
        Description = "Fields by which the list is sorted, such as name:asc,created_at:desc.", HelpName = "KEY[:DIRECTION],…",
    };

    private readonly Option<string[]> filters = new("--filters") { HelpName = "KEY=VALUE;…" };
    private readonly string[] ofApi;

    /// <param name="command">Gets the options.</param>
    /// <param name="ofApi">The filters that the API has.</param>
    /// <param name="ofClient">Fields by which the client filters.</param>
    public ListOptions(Command command, string[] ofApi, params string[] ofClient)
    {
        this.ofApi = ofApi;
        string[] known = [.. ofApi, .. ofClient];
        filters.Description = $"Print only what has these values; keys are {string.Join(", ", known)}.";
        filters.Validators.Add(given => CheckFilters(given, known));
        sort.Validators.Add(CheckSort);
        command.Add(limit);
        command.Add(marker);
        command.Add(sort);
        command.Add(filters);
    }

    /// <summary>Reads the items, page by page.</summary>
    public async Task<List<JsonObject>> ReadAsync(ClientSession session, ApiPath path, CancellationToken ct)
    {
        var wanted = Filters(session.Command.GetValue(filters) ?? []);
        var query = new List<KeyValuePair<string, string>>(Sorting(session.Command.GetValue(sort)));
        foreach (var (key, value) in wanted.Where(filter => ofApi.Contains(filter.Key)))
            query.Add(new(key, key == "source_host_uuid" ? await session.Lookup.HostAnywhereAsync(value, ct) : value));
        if (session.Command.GetValue(marker) is { } after) query.Add(new("marker", await MarkerAsync(session, path, after, ct)));

        var own = wanted.Where(filter => !ofApi.Contains(filter.Key)).ToList();
        var most = session.Command.GetValue(limit);
        var items = new List<JsonObject>();
        await foreach (var item in session.Api.ListAsync(path, query, own.Count == 0 ? most : null, ct))
        {
            if (own.All(filter => PythonText.Of(item[filter.Key]) == filter.Value)) items.Add(item);
            if (items.Count == most) break;
        }

        return items;
    }

    // The API takes the number of an item; the uuid is what people see.
    private static async Task<string> MarkerAsync(ClientSession session, ApiPath path, string given, CancellationToken ct)
    {
        if (given.All(char.IsAsciiDigit)) return given;
        await foreach (var item in session.Api.ListAsync(path, [], limit: null, ct))
        {
            if (Ids.Any(name => (string?)item[name] == given))
                return item["id"]!.ToString();
        }

        throw CliException.Failure($"--marker: there is no {path.One} '{given}'");
    }

    private static IEnumerable<KeyValuePair<string, string>> Filters(string[] given) =>
        given.SelectMany(text => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(text => text.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1]));

    private static IEnumerable<KeyValuePair<string, string>> Sorting(string? given) =>
        (given ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(':')).SelectMany(parts => new[]
        {
            KeyValuePair.Create("sort_key", parts[0].Trim()), KeyValuePair.Create("sort_dir", parts.Length > 1 ? parts[1] : "desc"),
        });

    private static void CheckFilters(OptionResult given, string[] known)
    {
        foreach (var text in given.Tokens.SelectMany(token => token.Value.Split(';', StringSplitOptions.RemoveEmptyEntries)))
        {
            var key = text.Split('=')[0].Trim();
            if (!text.Contains('=') || !known.Contains(key))
                given.AddError($"--filters must be KEY=VALUE with a key of {string.Join(", ", known)}, not '{text}'");
        }
    }

    private static void CheckSort(OptionResult given)
    {
        foreach (var one in given.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            var parts = one.Split(':');
            if (parts[0].Trim().Length == 0 || parts.Length > 2 || (parts.Length == 2 && parts[1] is not ("asc" or "desc")))
                given.AddError($"--sort must be KEY or KEY:asc or KEY:desc, not '{one}'");
        }
    }

    private static int? Positive(ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) return number;
        given.AddError($"--limit must be a whole number from 1, not '{text}'");
        return null;
    }
}
