using Masakari.Core.OpenStack.InstanceHa;

namespace Masakari.Host.Cli.Client.Output;

/// <summary>A column, named as the openstack client names it.</summary>
/// <param name="Name">The name that is printed.</param>
internal sealed record Column(string Name)
{
    /// <summary>The name in the API.</summary>
    public string Field { get; private init; } = Name;

    /// <summary>Since which version it is shown.</summary>
    public ApiVersion Since { get; private init; } = ApiVersion.Oldest;

    /// <summary>Whether it is printed only when it is asked for with <c>-c</c>: the openstack client does not know it.</summary>
    public bool IsExtra { get; private init; }

    public static implicit operator Column(string name) => new(name);

    public static Column Of(string name, string field) => new(name) { Field = field };

    public static Column From(ApiVersion since, string name, string? field = null) => new(name) { Field = field ?? name, Since = since };

    public static Column Extra(string name) => new(name) { IsExtra = true };
}
