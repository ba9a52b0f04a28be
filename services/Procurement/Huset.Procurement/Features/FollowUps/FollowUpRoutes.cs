namespace Huset.Procurement.Features.FollowUps;

/// <summary>The slices of follow-ups and what they find, in one list.</summary>
public static class FollowUpRoutes
{
    public static void AddFollowUps(this IServiceCollection services)
    {
        services.AddScoped<FollowUpWork>();
        services.AddScoped<PlanFollowUp.Handler>();
        services.AddScoped<ListFollowUps.Handler>();
        services.AddScoped<HoldFollowUp.Handler>();
        services.AddScoped<AddFinding.Handler>();
        services.AddScoped<CompleteFollowUp.Handler>();
        services.AddScoped<ListFindings.Handler>();
        services.AddScoped<RemedyFinding.Handler>();
        services.AddScoped<ReCheckFinding.Handler>();
    }

    public static void MapFollowUps(this RouteGroupBuilder procurement)
    {
        var followUps = procurement.MapGroup("/follow-ups").WithTags("follow-ups");
        PlanFollowUp.Map(followUps);
        ListFollowUps.Map(followUps);
        HoldFollowUp.Map(followUps);
        AddFinding.Map(followUps);
        CompleteFollowUp.Map(followUps);
        var findings = procurement.MapGroup("/findings").WithTags("findings");
        ListFindings.Map(findings);
        RemedyFinding.Map(findings);
        ReCheckFinding.Map(findings);
    }
}
