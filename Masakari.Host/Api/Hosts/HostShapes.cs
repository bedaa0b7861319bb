using System.Text.RegularExpressions;
using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Hosts;

/// <summary>The shapes of the bodies of hosts.</summary>
internal static partial class HostShapes
{
    private static readonly BodyShape Host = new("host",
    [
        new("name", FieldTypes.Name) { Required = true },
        new("type", FieldTypes.Text(min: 0, max: 255, LettersAndDigits())) { Required = true },
        new("control_attributes", FieldTypes.FreeText(nullable: false)) { Required = true },
        new("reserved", FieldTypes.Boolean),
        new("on_maintenance", FieldTypes.Boolean),
    ]);

    public static BodyShape Create(Microversion version) => Host;

    public static BodyShape Update(Microversion version) => Host with { OneFieldIsEnough = true };

    [GeneratedRegex(@"^[a-zA-Z0-9]*\z")]
    private static partial Regex LettersAndDigits();
}
