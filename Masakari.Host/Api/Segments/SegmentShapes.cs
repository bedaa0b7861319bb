using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Segments;

/// <summary>The shapes of the bodies of segments.</summary>
internal static class SegmentShapes
{
    private static readonly Field[] Fields =
    [
        new("name", FieldTypes.Name) { Required = true },
        new("description", FieldTypes.FreeText(nullable: true)),
        new("recovery_method", FieldTypes.OneOf("[]", "auto", "reserved_host", "auto_priority", "rh_priority")) { Required = true },
        new("service_type", FieldTypes.Name) { Required = true },
    ];

    private static readonly BodyShape Old = new("segment", Fields);
    private static readonly BodyShape New = new("segment", [.. Fields, new Field("enabled", FieldTypes.Boolean)]);

    public static BodyShape Create(Microversion version) => version.Reaches(Microversion.SegmentEnabled) ? New : Old;

    public static BodyShape Update(Microversion version) => Create(version) with { OneFieldIsEnough = true };
}
