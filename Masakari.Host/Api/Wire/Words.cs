using System.Text.Json;
using Masakari.Core.Segments;

namespace Masakari.Host.Api.Wire;

/// <summary>Enums as words on the wire.</summary>
internal static class Words
{
    public static string ToText(this RecoveryMethod method) => JsonNamingPolicy.SnakeCaseLower.ConvertName(method.ToString());
}
