using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Processes.Migrations
{
    /// <inheritdoc />
    public partial class InspectionPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "plan_id",
                table: "self_inspections",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "inspection_plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    checklist_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    frequency = table.Column<string>(type: "text", nullable: false),
                    first_due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    responsible_role = table.Column<string>(type: "text", nullable: false),
                    is_closed = table.Column<bool>(type: "boolean", nullable: false),
                    changed_by_name = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inspection_plans", x => x.id);
                    table.ForeignKey(
                        name: "fk_inspection_plans_checklists_checklist_id",
                        column: x => x.checklist_id,
                        principalTable: "checklists",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_self_inspections_plan_id_unit_code_due_on",
                table: "self_inspections",
                columns: new[] { "plan_id", "unit_code", "due_on" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inspection_plans_checklist_id",
                table: "inspection_plans",
                column: "checklist_id");

            migrationBuilder.CreateIndex(
                name: "ix_inspection_plans_year_unit_code",
                table: "inspection_plans",
                columns: new[] { "year", "unit_code" });

            migrationBuilder.AddForeignKey(
                name: "fk_self_inspections_inspection_plans_plan_id",
                table: "self_inspections",
                column: "plan_id",
                principalTable: "inspection_plans",
                principalColumn: "id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_self_inspections_inspection_plans_plan_id",
                table: "self_inspections");

            migrationBuilder.DropTable(
                name: "inspection_plans");

            migrationBuilder.DropIndex(
                name: "ix_self_inspections_plan_id_unit_code_due_on",
                table: "self_inspections");

            migrationBuilder.DropColumn(
                name: "plan_id",
                table: "self_inspections");
        }
    }
}
