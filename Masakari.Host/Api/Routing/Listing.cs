using System.Globalization;
using System.Numerics;
using Masakari.Core;
using Masakari.Core.Persistence;

namespace Masakari.Host.Api.Routing;

/// <summary>The parameters that all lists have.</summary>
internal static class Listing
{
    public static Result<PageRequest> Page(QueryParameters query, int maxLimit)
    {
        var limit = Number(query, "limit");
        if ((limit.Refusal ?? Number(query, "page_size").Refusal) is { } refusal)
            return refusal;
        return new PageRequest
        {
            Limit = (int)BigInteger.Min(limit.Value ?? maxLimit, maxLimit),
            Marker = query.Last("marker"),
            SortKeys = query.All("sort_key"),
            SortDirections = query.All("sort_dir"),
        };
    }

    /// <summary>A filter with yes or no; the value is <see langword="null"/> without the parameter.</summary>
    public static Result<bool?> Flag(QueryParameters query, string name) => query.Last(name) switch
    {
        null => (bool?)null,
        var text when LooseBoolean.TryRead(text, out var value) => value,
        var text => Refusal.Invalid($"Invalid value for {name}: Unrecognized value '{text}', acceptable values are: {LooseBoolean.Words}"),
    };

    private static Result<BigInteger?> Number(QueryParameters query, string name)
    {
        if (query.Last(name) is not { } text)
            return (BigInteger?)null;
        // .NET ignores NUL characters at the end of a number.
        if (text.Contains('\0', StringComparison.Ordinal)
            || !BigInteger.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
            return Refusal.Invalid($"Invalid input received: {name} must be an integer");
        return number >= 0 ? number : Refusal.Invalid($"Invalid input received: {name} must be >= 0");
    }
}
