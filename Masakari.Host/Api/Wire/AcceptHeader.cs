using Microsoft.Net.Http.Headers;

namespace Masakari.Host.Api.Wire;

/// <summary>The media types that a client accepts.</summary>
internal static class AcceptHeader
{
    /// <returns>
    /// The offer that the client prefers, the first of equals; <see langword="null"/> when the client accepts none, or without the header.
    /// </returns>
    public static string? Best(HttpRequest request, params ReadOnlySpan<string> offers)
    {
        _ = MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges);
        (string? best, double bestQuality) = (null, 0);
        foreach (var offer in offers)
        {
            if (Quality(ranges ?? [], new MediaTypeHeaderValue(offer)) is var quality && quality > bestQuality)
                (best, bestQuality) = (offer, quality);
        }

        return best;
    }

    // The most specific range that matches a type decides.
    private static double Quality(IList<MediaTypeHeaderValue> ranges, MediaTypeHeaderValue offer) => ranges
        .Where(range => offer.MediaType == range.MediaType || range.MatchesAllTypes
            || (range.MatchesAllSubTypes && range.Type == offer.Type))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .FirstOrDefault() is { } exact ? exact.Quality ?? 1 : 0;
}
