using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>An identity number that someone has written without thinking is pointed out wherever one writes freely, not in the report alone.</summary>
public sealed class IdentityNumberTests(DeviationsHost host)
{
    private const string Number = "19121212-1212", Asked = "Det ser ut att stå ett personnummer";

    // What these pages take is of rules, and words to be masked.
    private static readonly string[] WritesOfNobody = ["SetRequiredPartPage.razor", "CaseFilePage.razor"];

    [Fact]
    public async Task In_a_risk_analysis_an_idea_a_meeting_a_duty_and_a_pause_it_is_pointed_out_and_taken_away_in_one_click()
    {
        var manager = host.As(TestUsers.Manager);
        (string, string)[] risk = [("Request.UnitCode", TestUnits.Norrangen), ("Request.Occasion", "move-person"), ("Request.Title", "Flytt"), ("Request.Change", $"Den med {Number} flyttar.")];
        Assert.Contains(Asked, await manager.Form("/avvikelser/riskanalyser/ny", "riskanalys", risk).Html());
        var saved = await manager.Form("/avvikelser/riskanalyser/ny", "riskanalys", [.. risk, ("Numbers", "mask")]);
        Assert.Contains("Den med (personnummer borttaget) flyttar.", await manager.GetStringAsync($"/avvikelser/{saved.Headers.Location!.OriginalString.Split("/avvikelser/")[^1]}"));

        Assert.Contains(Asked, await manager.Form("/avvikelser/forbattringar/ny", "ide", ("Request.UnitCode", TestUnits.Norrangen), ("Request.Title", "Nycklar"), ("Request.Text", $"{Number} letade.")).Html());
        Assert.Contains(Asked, await manager.Form($"/avvikelser/mote/anteckna?enhet={TestUnits.Norrangen}&manad={Arrange.Today:yyyy-MM}", "anteckna", ("Version", "0"), ("Request.Notes", $"Vi talade om {Number}.")).Html());

        var id = await host.Reported(TestUsers.Employee, ("kind", "work-environment"));
        await manager.SendAsync(Put($"/deviations/v1/deviations/{id}/duties", new { knownAt = DateTimeOffset.UtcNow, nature = "injury" })).Json();
        Assert.Contains(Asked, await manager.Form($"/avvikelser/{id}/skyldigheter/del/event", "del", ("Request.Text", $"{Number} föll.")).Html());
        Assert.Contains(Asked, await manager.Form($"/avvikelser/{id}/paus", "paus", ("Version", "2"), ("Request.Until", $"{Arrange.Today.AddDays(9):yyyy-MM-dd}"), ("Request.Reason", $"Väntar på {Number}.")).Html());
    }

    [Fact]
    public void No_page_with_a_text_of_ones_own_is_without_it()
    {
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "services", "Deviations", "Huset.Deviations", "Features"), "*Page.razor", SearchOption.AllDirectories)
            .Where(page => !WritesOfNobody.Contains(Path.GetFileName(page))).ToDictionary(page => Path.GetFileName(page), File.ReadAllText);
        Assert.DoesNotContain(pages, page => page.Value.Contains("Type=\"textarea\"", StringComparison.Ordinal) && !page.Value.Contains("WithNumbers(", StringComparison.Ordinal));
    }
}
