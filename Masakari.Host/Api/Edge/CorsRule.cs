using Masakari.Core.Configuration;

namespace Masakari.Host.Api.Edge;

/// <summary>The permissions of some origins: one of the sections <c>[cors]</c> and <c>[cors.*]</c>.</summary>
internal sealed record CorsRule
{
    /// <summary><c>scheme://host[:port]</c>, matched exactly; <c>*</c> for all.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    public bool Credentials { get; init; } = true;

    public IReadOnlyList<string> ExposedHeaders { get; init; } =
        ["X-Auth-Token", "X-Openstack-Request-Id", "X-Subject-Token", "X-Service-Token"];

    /// <summary>How long a browser may cache the permissions, in seconds; 0 = the answer has no such header.</summary>
    public int MaxAge { get; init; } = 3600;

    public IReadOnlyList<string> Methods { get; init; } = ["GET", "PUT", "POST", "DELETE", "PATCH"];

    public IReadOnlyList<string> Headers { get; init; } =
        ["X-Auth-Token", "X-Openstack-Request-Id", "X-Identity-Status", "X-Roles", "X-Service-Catalog", "X-User-Id", "X-Tenant-Id"];

    /// <param name="section">The section.</param>
    /// <param name="usual">The values of options that the section does not set.</param>
    internal static CorsRule Read(ConfSection section, CorsRule usual) => new()
    {
        Origins = section.List(
            "allowed_origin", [],
            "The origins whose pages may use the API from a browser, as scheme://host:port. * = all origins. Empty = none."),
        Credentials = section.Bool("allow_credentials", usual.Credentials, "Allow these pages to send cookies and authorization headers."),
        ExposedHeaders = section.List("expose_headers", usual.ExposedHeaders, "The response headers that these pages may read."),
        MaxAge = section.OptionalInt(
            "max_age", "How long a browser may cache these permissions, in seconds. Unset = 3600.", min: 0) ?? usual.MaxAge,
        Methods = section.List("allow_methods", usual.Methods, "The HTTP methods that these pages may use."),
        Headers = section.List(
            "allow_headers", usual.Headers,
            "The request headers that these pages may send, in addition to the headers that CORS always allows."),
    };
}
