namespace Masakari.Core.OpenStack.Identity;

/// <summary>One request that an application credential allows.</summary>
public sealed record AccessRule
{
    /// <summary>The service type, such as <c>instance-ha</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path: <c>*</c> stands for one segment, <c>**</c> for any, <c>{name}</c> for one.</summary>
    public required string Path { get; init; }
}
