namespace Masakari.Host.Api.Edge;

/// <summary>Who sent a request, by the word of a proxy that is trusted.</summary>
internal sealed record ClientAddress(string Text)
{
    public static string Of(HttpContext http) => http.Features.Get<ClientAddress>()?.Text ?? http.Connection.RemoteIpAddress?.ToString() ?? "-";
}
