using System.Globalization;

namespace Masakari.Core.Persistence;

/// <summary>
/// Collects the parameters of a statement while its text is made, so that a statement about many rows contains no value as text.
/// </summary>
internal sealed class StatementValues
{
    private readonly Dictionary<string, object?> values = [];
    private readonly Dictionary<object, string> names = [];

    /// <summary>Takes a value in. Equal values share a parameter.</summary>
    /// <returns>The name of the parameter, for the text of the statement.</returns>
    public string Add(object? value)
    {
        var stored = value is Guid id ? id.ToText() : value;
        if (stored is not null && names.TryGetValue(stored, out var known)) return known;
        var name = string.Create(CultureInfo.InvariantCulture, $"@p{values.Count}");
        values.Add(name, stored);
        if (stored is not null) names.Add(stored, name);
        return name;
    }

    /// <summary>The list after IN, or one row after VALUES.</summary>
    public string List<T>(IEnumerable<T> items) => $"({string.Join(", ", items.Select(item => Add(item)))})";

    /// <summary>An expression that has a value of its own for each row; the rows are those with the given keys.</summary>
    /// <param name="key">The column of the key.</param>
    /// <param name="rows">The value for each key.</param>
    public string Each<T>(string key, IEnumerable<(Guid Key, T Value)> rows)
    {
        var all = rows.Select(row => (row.Key, Value: (object?)row.Value)).ToList();
        if (all.TrueForAll(row => Equals(row.Value, all[0].Value))) return Add(all[0].Value);
        return $"CASE {key} {string.Join(' ', all.Select(row => $"WHEN {Add(row.Key)} THEN {Add(row.Value)}"))} END";
    }

    /// <summary>The statement whose text was made with these values.</summary>
    public Statement In(string sql) => new(sql, values);
}
