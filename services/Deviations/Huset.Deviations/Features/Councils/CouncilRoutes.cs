using Huset.Ui.Forms;

namespace Huset.Deviations.Features.Councils;

/// <summary>The slices of the joint councils, in one list.</summary>
public static class CouncilRoutes
{
    public static void AddCouncils(this IServiceCollection services)
    {
        services.AddSingleton<CouncilShelf>();
        services.AddScoped<SetCouncil.Handler>();
        services.AddScoped<SeatMember.Handler>();
        services.AddScoped<ShareCase.Handler>();
        services.AddScoped<ListCouncilCases.Handler>();
        services.AddScoped<DiscussCase.Handler>();
        services.AddScoped<SendProposal.Handler>();
        services.AddScoped<AnswerProposal.Handler>();
        services.AddScoped<ListProposals.Handler>();
    }

    /// <summary>The themes that may be chosen that day, for a form.</summary>
    internal static async Task<IEnumerable<Choice>> CouncilThemesOn(this DeviationsDb db, DateOnly day) =>
        (await db.CodesOf(CodeLists.CouncilThemes, default)).Where(theme => theme.IsValid(day)).Select(theme => new Choice(theme.Code, theme.Name, theme.Hint));

    public static void MapCouncils(this RouteGroupBuilder deviations, RouteGroupBuilder all)
    {
        var councils = all.MapGroup("/councils").WithTags("councils");
        SetCouncil.Map(councils);
        SeatMember.Map(councils);
        ShareCase.Map(deviations, councils);
        SendProposal.Map(councils);
        var cases = all.MapGroup("/council-cases").WithTags("councils");
        ListCouncilCases.Map(cases, councils);
        DiscussCase.Map(cases);
        var proposals = all.MapGroup("/council-proposals").WithTags("councils");
        ListProposals.Map(proposals);
        AnswerProposal.Map(proposals);
    }
}
