namespace Masakari.Host.Api.Routing;

/// <summary>The calls of one resource.</summary>
internal interface IApiEndpoints
{
    ApiResource Resource { get; }
}
