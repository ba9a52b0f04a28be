using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class RiskAnalyses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "risk_analysis_reference");

            migrationBuilder.AddColumn<int>(
                name: "actual_severity",
                table: "deviations",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "risk_analyses",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    occasion = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    change = table.Column<string>(type: "text", nullable: false),
                    team = table.Column<List<string>>(type: "text[]", nullable: false),
                    process_id = table.Column<Guid>(type: "uuid", nullable: true),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: true),
                    routine_id = table.Column<Guid>(type: "uuid", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    work_environment = table.Column<string>(type: "text", nullable: true),
                    safety_representative = table.Column<string>(type: "text", nullable: true),
                    safety_opinion = table.Column<string>(type: "text", nullable: true),
                    cooperation_form = table.Column<string>(type: "text", nullable: true),
                    cooperation_on = table.Column<DateOnly>(type: "date", nullable: true),
                    cooperation_outcome = table.Column<string>(type: "text", nullable: true),
                    created_by_name = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    assessed_by_name = table.Column<string>(type: "text", nullable: true),
                    assessed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    approved_by_name = table.Column<string>(type: "text", nullable: true),
                    approved_role = table.Column<string>(type: "text", nullable: true),
                    approved_reason = table.Column<string>(type: "text", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    follow_up_on = table.Column<DateOnly>(type: "date", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    outcome_note = table.Column<string>(type: "text", nullable: true),
                    followed_up_by_name = table.Column<string>(type: "text", nullable: true),
                    followed_up_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by_name = table.Column<string>(type: "text", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_risk_analyses", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "second_assessments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_reference = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    first_severity = table.Column<int>(type: "integer", nullable: false),
                    first_probability = table.Column<int>(type: "integer", nullable: false),
                    first_by_id = table.Column<string>(type: "text", nullable: false),
                    drawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    severity = table.Column<int>(type: "integer", nullable: true),
                    probability = table.Column<int>(type: "integer", nullable: true),
                    motivation = table.Column<string>(type: "text", nullable: true),
                    by_id = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_second_assessments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "risk_analysis_risks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    risk_analysis_id = table.Column<Guid>(type: "uuid", nullable: false),
                    what = table.Column<string>(type: "text", nullable: false),
                    causes = table.Column<List<string>>(type: "text[]", nullable: false),
                    severity = table.Column<int>(type: "integer", nullable: false),
                    probability = table.Column<int>(type: "integer", nullable: false),
                    severity_after = table.Column<int>(type: "integer", nullable: true),
                    probability_after = table.Column<int>(type: "integer", nullable: true),
                    accepted_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_risk_analysis_risks", x => x.id);
                    table.ForeignKey(
                        name: "fk_risk_analysis_risks_risk_analyses_risk_analysis_id",
                        column: x => x.risk_analysis_id,
                        principalTable: "risk_analyses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "risk_analysis_actions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    risk_id = table.Column<Guid>(type: "uuid", nullable: false),
                    what = table.Column<string>(type: "text", nullable: false),
                    owner_id = table.Column<string>(type: "text", nullable: false),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    due_at = table.Column<DateOnly>(type: "date", nullable: false),
                    completed_by_name = table.Column<string>(type: "text", nullable: true),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_risk_analysis_actions", x => x.id);
                    table.ForeignKey(
                        name: "fk_risk_analysis_actions_risk_analysis_risks_risk_id",
                        column: x => x.risk_id,
                        principalTable: "risk_analysis_risks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "code_list_items",
                columns: new[] { "code", "list", "hint", "kind", "name", "number", "topic", "valid_from", "valid_to", "version" },
                values: new object[,]
                {
                    { "local-agreement", "cooperation-forms", "I samverkansgruppen.", null, "Samverkan enligt lokalt avtal (FAL)", 3, null, null, null, 1 },
                    { "mbl-11", "cooperation-forms", "Innan arbetsgivaren beslutar om en viktigare förändring.", null, "Förhandling enligt 11 § MBL", 1, null, null, null, 1 },
                    { "mbl-19", "cooperation-forms", "Ändringen är inte så viktig att den ska förhandlas.", null, "Information enligt 19 § MBL", 2, null, null, null, 1 },
                    { "not-needed", "cooperation-forms", "Skriv varför.", null, "Behövs inte", 4, null, null, null, 1 },
                    { "move-person", "risk-occasions", "En person som får stöd eller vård flyttar. Skriv inga namn.", null, "Flytt av en person", 3, null, null, null, 1 },
                    { "move-unit", "risk-occasions", "Nya lokaler eller ny ort för verksamheten.", null, "Flytt av en enhet", 2, null, null, null, 1 },
                    { "new-routine", "risk-occasions", "Ett nytt eller ändrat arbetssätt.", null, "Ny rutin", 5, null, null, null, 1 },
                    { "new-system", "risk-occasions", "It-system, larm eller annan teknik.", null, "Nytt system", 6, null, null, null, 1 },
                    { "reorganisation", "risk-occasions", "Ny ledning, nya gränser mellan enheter.", null, "Omorganisation", 4, null, null, null, 1 },
                    { "saving", "risk-occasions", "Mindre bemanning, färre platser, lägre budget.", null, "Besparing", 1, null, null, null, 1 },
                    { "shortage", "risk-occasions", "Svårt att rekrytera, delegeringar som saknas.", null, "Brist på kompetens eller språk", 8, null, null, null, 1 },
                    { "staff-change", "risk-occasions", "Många nya, ny chef, ny yrkesgrupp.", null, "Byte av personal", 7, null, null, null, 1 }
                });

            migrationBuilder.CreateIndex(
                name: "ix_risk_analyses_reference",
                table: "risk_analyses",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_risk_analyses_unit_code_id",
                table: "risk_analyses",
                columns: new[] { "unit_code", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_risk_analysis_actions_risk_id",
                table: "risk_analysis_actions",
                column: "risk_id");

            migrationBuilder.CreateIndex(
                name: "ix_risk_analysis_risks_risk_analysis_id",
                table: "risk_analysis_risks",
                column: "risk_analysis_id");

            migrationBuilder.CreateIndex(
                name: "ix_second_assessments_deviation_id",
                table: "second_assessments",
                column: "deviation_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_second_assessments_unit_code_at",
                table: "second_assessments",
                columns: new[] { "unit_code", "at" });

            migrationBuilder.CreateIndex(
                name: "second_assessments_waiting",
                table: "second_assessments",
                column: "drawn_at",
                filter: "at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "risk_analysis_actions");

            migrationBuilder.DropTable(
                name: "second_assessments");

            migrationBuilder.DropTable(
                name: "risk_analysis_risks");

            migrationBuilder.DropTable(
                name: "risk_analyses");

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "local-agreement", "cooperation-forms" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "mbl-11", "cooperation-forms" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "mbl-19", "cooperation-forms" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "not-needed", "cooperation-forms" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "move-person", "risk-occasions" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "move-unit", "risk-occasions" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "new-routine", "risk-occasions" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "new-system", "risk-occasions" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "reorganisation", "risk-occasions" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "saving", "risk-occasions" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "shortage", "risk-occasions" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "staff-change", "risk-occasions" });

            migrationBuilder.DropColumn(
                name: "actual_severity",
                table: "deviations");

            migrationBuilder.DropSequence(
                name: "risk_analysis_reference");
        }
    }
}
